// All settings come from the environment; there is no value for localhost, and no password, to fall back to.
function required(name, value) {
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

export const port = Number(process.env.PORT ?? 8080);
export const logLevel = process.env.LOG_LEVEL ?? 'info';
export const databaseUrl = () => required('DATABASE_URL', process.env.DATABASE_URL);
export const redisUrl = () => required('REDIS_URL', process.env.REDIS_URL);
export const sessionSecret = () => required('SESSION_SECRET', process.env.SESSION_SECRET);
