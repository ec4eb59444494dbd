/** The program that serves the folders which a guest may write: `node main.js FOLDER...`, the guest at descriptor 3. */
import { Socket } from 'node:net';
import { serveFiles } from './server.js';

// The guest's kernel has applied its own.
process.umask(0);
const fault = await serveFiles(new Socket({ fd: 3 }), process.argv.slice(2));
if (fault) console.error(`files: ${fault.message}`);
process.exit(fault ? 1 : 0);
