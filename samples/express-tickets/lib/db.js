const { MongoClient } = require('mongodb');

const client = new MongoClient('mongodb://localhost:27017/tickets', { useUnifiedTopology: true });

exports.connect = () => client.connect();
exports.tickets = () => client.db().collection('tickets');
