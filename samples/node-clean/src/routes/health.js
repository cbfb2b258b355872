import { Router } from 'express';

import { isReachable } from '../db.js';

export const health = Router();

health.get('/healthz', (req, res) => {
  res.json({ status: 'ok' });
});

health.get('/readyz', async (req, res) => {
  res.status((await isReachable()) ? 200 : 503).end();
});
