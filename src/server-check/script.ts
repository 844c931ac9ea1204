import { createHash } from 'node:crypto'
import script from './script.json' with { type: 'json' }

/** The text of server-check.sh. It is in the bundle, which must run without other files; `npm run docs` assembles it from parts/ and copies it to script.json. */
export const serverCheckScript: string = script.text

/** Its SHA-256 in hex, as `sha256sum` prints it. */
export const serverCheckSha256: string = createHash('sha256')
  .update(serverCheckScript)
  .digest('hex')
