const express = require('express');
const multer = require('multer');
const path = require('path');

const thumbnail = require('../lib/thumbnail');

const router = express.Router();
const upload = multer({ dest: '/var/tickets/attachments' });

router.post('/:id', upload.single('file'), async (req, res, next) => {
  try {
    await thumbnail.make(req.file.path);
    res.status(201).json({ name: path.basename(req.file.path) });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
