import pg from 'pg';

import { databaseUrl } from './config.js';

export const pool = new pg.Pool({ connectionString: databaseUrl(), max: 5 });

export async function isReachable() {
  try {
    await pool.query('SELECT 1');
    return true;
  } catch {
    return false;
  }
}
