const express = require('express');
const session = require('express-session');
const path = require('path');

const db = require('./lib/db');
const logger = require('./lib/logger');
const reminders = require('./lib/reminders');

const app = express();

app.use(express.json());
app.use(express.static(path.join(__dirname, 'public')));
app.use(session({
  secret: 's3cr3t-tickets',
  resave: false,
  saveUninitialized: true,
}));

app.use('/tickets', require('./routes/tickets'));
app.use('/attachments', require('./routes/attachments'));

// The page is opened as http://localhost:3000 by developers.
db.connect().then(() => {
  reminders.start();
  app.listen(3000, '127.0.0.1', () => logger.info('tickets are open'));
}).catch((error) => {
  logger.error(error.message);
  process.exit(1);
});
