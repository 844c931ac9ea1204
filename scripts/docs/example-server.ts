import type { ServerView } from '../../src/causes/server-cause'

/** A server with only what the page of a server cause needs to show. Nobody uses its key. */
export const exampleServer: ServerView = {
  port: 22,
  user: 'deploy',
  keyFingerprint: 'SHA256:3m0tZ5Yx8dNnlTq2mQ1sB7cVpKfJrWgUeHxAi4oLyD0',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tzYXJlZm9ydGVzdGluZ29ubHkxMjM0',
  publicKeyBreaks: [],
  system: 'unknown',
}
