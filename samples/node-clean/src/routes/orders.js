import { Router } from 'express';

import { pool } from '../db.js';

export const orders = Router();

orders.get('/', async (req, res) => {
  const { rows } = await pool.query('SELECT id, article, amount FROM orders ORDER BY id DESC LIMIT 100');
  res.json(rows);
});

orders.post('/', async (req, res) => {
  const { article, amount } = req.body;
  const { rows } = await pool.query('INSERT INTO orders (article, amount) VALUES ($1, $2) RETURNING id', [article, amount]);
  req.session.lastOrder = rows[0].id;
  res.status(201).json(rows[0]);
});
