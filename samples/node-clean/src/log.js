import pino from 'pino';

import { logLevel } from './config.js';

// Lines of JSON on the standard output. A file in /var/log would be lost with the pod.
export const log = pino({ level: logLevel });
