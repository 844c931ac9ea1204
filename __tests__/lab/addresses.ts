/**
 * The addresses of the lab. They are of public ranges, as a deploy's are, and exist in the lab's namespaces alone:
 * no packet leaves the machine.
 */
export const addresses = {
  client4: '45.137.10.1',
  client6: '2a0e:97c0:7::1',
  server4: '45.137.10.10',
  server6: '2a0e:97c0:7::10',
  /** On the same network, and nobody has it. */
  nobody4: '45.137.10.77',
  /** Behind the router, which drops what is for others without a word. */
  faraway4: '45.140.20.5',
  faraway6: '2a0e:97c0:99::5',
  farawayRouter4: '45.140.20.1',
  farawayRouter6: '2a0e:97c0:99::1',
  /** Of Cloudflare's published range 104.16.0.0/13. */
  cloudflare4: '104.16.132.229',
  /** The jump host's own network with the target behind it; the client has no way there. */
  jump4: '10.77.0.1',
  target4: '10.77.0.10',
  /** RFC 1918. */
  private4: '10.20.30.40',
} as const

/** The server's name in the lab's own zone. */
export const serverName = 'server.example.net'

/** The name of a target behind a jump host, which only that jump host knows. */
export const targetName = 'target.internal'
