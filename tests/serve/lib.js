// A preview that runs, as its tests see it: requests, its stream of reports,
// and the counts of what passed.
'use strict';
const { spawn } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');

const counts = { passed: 0, failed: 0 };

function check(name, isTrue, found) {
  if (isTrue) {
    counts.passed++;
    return;
  }
  counts.failed++;
  console.log(`serve: ${name}${found === undefined ? '' : `: found ${JSON.stringify(found)}`}`);
}

const equal = (name, wanted, found) => check(`${name}: wanted ${JSON.stringify(wanted)}`,
  wanted === found, found);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Preview {
  // Starts the program and waits until it has printed its address.
  static async start(folder, options = []) {
    const preview = new Preview();
    preview.errors = '';
    preview.process = spawn(process.env.FIELDKIT, ['serve', '--port', '0', '--jobs', '2',
      '--as-of', process.env.AS_OF, '--edition', 'partner-field', '--output', 'built', ...options],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    preview.process.stderr.on('data', (data) => { preview.errors += data; });
    preview.ended = new Promise((resolve) => preview.process.on('exit',
      (code, signal) => resolve(signal || code)));
    const line = await Promise.race([
      new Promise((resolve) => {
        let text = '';
        preview.process.stdout.on('data', (data) => {
          text += data;
          if (text.includes('\n')) resolve(text);
        });
      }),
      preview.ended.then((code) => { throw new Error(`ended with ${code}: ${preview.errors}`); }),
    ]);
    preview.port = Number(/^serving http:\/\/127\.0\.0\.1:(\d+)\/\n$/.exec(line)[1]);
    preview.listen();
    return preview;
  }

  // An answer: { status, headers, body (a Buffer), text }.
  ask(path, { method = 'GET', headers = {} } = {}) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, path, method, headers,
        agent: false }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const body = Buffer.concat(parts);
          resolve({ status: response.statusCode, headers: response.headers, body,
            text: body.toString() });
        });
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end();
    });
  }

  // The first bytes of the answer to a request as it is written here.
  raw(text) {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      const end = () => { socket.destroy(); resolve(answer); };
      socket.on('data', (data) => { answer += data; end(); });
      socket.on('close', () => resolve(answer));
      socket.on('error', () => resolve(answer));
      setTimeout(end, 3000);
    });
  }

  listen() {
    this.reports = [];
    this.waiting = [];
    this.stream = http.get({ host: '127.0.0.1', port: this.port, path: '/_fieldkit/events',
      agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (data) => {
        text += data;
        for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
          const event = text.slice(0, end);
          if (event.startsWith('event: report\ndata: '))
            this.take(JSON.parse(event.slice('event: report\ndata: '.length)));
        }
      });
      response.on('error', () => {});
    });
    this.stream.on('error', () => {});
  }

  take(report) {
    this.reports.push(report);
    this.waiting = this.waiting.filter(({ wants, resolve }) => {
      if (!wants(report)) return true;
      resolve(report);
      return false;
    });
  }

  get newest() {
    return this.reports[this.reports.length - 1];
  }

  // The next report that is wanted; after an action, so that none is missed.
  async after(name, action, wants) {
    const wanted = new Promise((resolve) => this.waiting.push({ wants, resolve }));
    action();
    const report = await Promise.race([wanted, pause(60000)]);
    check(name, report !== undefined, this.newest);
    return report || this.newest;
  }

  // After an action that leaves the content without errors.
  rebuilt(name, action) {
    const stamp = this.newest.stamp;
    return this.after(name, action, (report) => report.isCurrent && report.stamp !== stamp);
  }

  // After an action that breaks it.
  rejected(name, action) {
    return this.after(name, action, (report) => !report.isCurrent);
  }

  async checked() {
    while (!this.newest) await pause(10);
    if (!this.newest.isChecked)
      await this.after('everything is made once', () => {}, (report) => report.isChecked);
  }

  // Its exit status.
  async end() {
    this.stream.destroy();
    this.process.kill('SIGTERM');
    return Promise.race([this.ended, pause(10000).then(() => {
      this.process.kill('SIGKILL');
      return 'nothing: it had to be killed';
    })]);
  }
}

module.exports = { Preview, check, equal, pause, counts };
