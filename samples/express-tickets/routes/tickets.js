const express = require('express');
const { ObjectId } = require('mongodb');

const db = require('../lib/db');

const router = express.Router();
const lastSeen = new Map();

router.get('/', async (req, res) => {
  lastSeen.set(req.session.id, Date.now());
  res.json(await db.tickets().find({ open: true }).toArray());
});

router.get('/:id', async (req, res) => {
  const ticket = await db.tickets().findOne({ _id: new ObjectId(req.params.id) });
  if (!ticket) {
    return res.status(404).json({ error: 'no such ticket' });
  }
  return res.json(ticket);
});

router.post('/', async (req, res) => {
  req.session.draft = null;
  const { insertedId } = await db.tickets().insertOne({ title: req.body.title, open: true });
  res.status(201).json({ id: insertedId, online: lastSeen.size });
});

module.exports = router;
