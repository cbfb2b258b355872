const config = require('config');
const cron = require('node-cron');
const nodemailer = require('nodemailer');
const fs = require('fs');

const db = require('./db');

const mail = nodemailer.createTransport(config.get('mail'));
// Only read: the text belongs to the program.
const text = fs.readFileSync(require.resolve('../config/default.json'), 'utf8').length > 0 ? 'Still open' : '';

exports.start = () => cron.schedule('0 7 * * 1-5', async () => {
  const tickets = await db.tickets().find({ open: true }).toArray();
  fs.writeFileSync('./reminders.json', JSON.stringify(tickets.map((t) => t._id)));
  await Promise.all(tickets.map((t) => mail.sendMail({ to: t.owner, subject: t.title, text })));
});
