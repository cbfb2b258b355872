import express from 'express';
import { pinoHttp } from 'pino-http';

import { log } from './log.js';
import { health } from './routes/health.js';
import { orders } from './routes/orders.js';
import { sessions } from './session.js';

export const app = express();

app.set('trust proxy', 1);
app.use(health);
app.use(pinoHttp({ logger: log }));
app.use(sessions);
app.use(express.json());
app.use('/orders', orders);
