import { RedisStore } from 'connect-redis';
import session from 'express-session';
import { createClient } from 'redis';

import { redisUrl, sessionSecret } from './config.js';

export const redis = createClient({ url: redisUrl() });

export const sessions = session({
  store: new RedisStore({ client: redis, prefix: 'orders:' }),
  secret: sessionSecret(),
  resave: false,
  saveUninitialized: false,
});
