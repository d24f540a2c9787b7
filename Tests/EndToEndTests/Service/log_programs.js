// Writes one error with an ID through winston and bunyan, each into a file of its own.
//
//     node log_programs.js FOLDER ID
//
// Prints the names of the files that it wrote with the level that was set.

const fs = require('fs');
const [folder, request] = process.argv.slice(2);

function winstonFile(name, format) {
  const winston = require('winston');
  const path = `${folder}/${name}.log`;
  fs.writeFileSync(path, '');
  const logger = winston.createLogger({
    format: format(winston.format),
    transports: [new winston.transports.File({ filename: path })],
  });
  logger.error('card declined', { request_id: request });
  logger.end();
  console.log(name, 'ERROR');
}

winstonFile('winston-json', (f) => f.combine(f.timestamp(), f.json()));
winstonFile('winston-simple', (f) =>
  f.combine(
    f.timestamp({ format: 'YYYY-MM-DD HH:mm:ss' }),
    f.colorize(),
    f.printf((i) => `${i.timestamp} ${i.level}: ${i.message} request_id=${i.request_id}`),
  ),
);
winstonFile('winston-logstash', (f) => f.combine(f.timestamp(), f.logstash()));

const bunyan = require('bunyan');
const log = bunyan.createLogger({
  name: 'shop',
  serializers: bunyan.stdSerializers,
  streams: [{ path: `${folder}/bunyan.log` }],
});
log.error({ req_id: request, err: new Error('card declined') }, 'card declined');
console.log('bunyan', 'ERROR');
