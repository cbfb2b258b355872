const { exec } = require('child_process');
const fs = require('fs');

exports.make = (file) => new Promise((resolve, reject) => {
  exec(`convert ${file} -thumbnail 120x120 ${file}.png`, (error) => {
    if (error) {
      return reject(error);
    }
    fs.appendFileSync('/var/tickets/thumbnails.txt', `${file}\n`);
    return resolve(`${file}.png`);
  });
});
