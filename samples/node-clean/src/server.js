import { app } from './app.js';
import { port } from './config.js';
import { pool } from './db.js';
import { log } from './log.js';
import { redis } from './session.js';

await redis.connect();
const server = app.listen(port, '0.0.0.0', () => log.info({ port }, 'orders are open'));

function stop(signal) {
  log.info({ signal }, 'stopping');
  server.close(async () => {
    await redis.quit();
    await pool.end();
  });
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
