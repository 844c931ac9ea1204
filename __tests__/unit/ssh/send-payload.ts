import type ssh2 from 'ssh2'

/**
 * Sends a payload of any bytes as one encrypted packet of ssh2's server, after a true key exchange. Reaches into ssh2 1.17.0.
 */
export function sendPayload(connection: ssh2.Connection, payload: Buffer): void {
  const protocol = memberOf(connection, '_protocol')
  const writer = memberOf(memberOf(protocol, '_packetRW'), 'write')
  const packet = call(writer, 'alloc', payload.length)
  if (!Buffer.isBuffer(packet)) throw new Error('ssh2 changed: no packet')
  const start: unknown = Reflect.get(writer, 'allocStart')
  payload.copy(packet, typeof start === 'number' ? start : 5)
  call(memberOf(protocol, '_cipher'), 'encrypt', call(writer, 'finalize', packet))
}

/** Sends a payload so many times, and gives the event loop a turn in between, until the connection is closed. */
export function flood(connection: ssh2.Connection, payload: Buffer, times: number): void {
  let left = times
  let open = true
  connection.on('close', () => (open = false))
  const more = () => {
    for (let index = 0; index < 500 && left > 0; index += 1, left -= 1)
      sendPayload(connection, payload)
    if (left > 0 && open) setImmediate(more)
  }
  more()
}

/** A message: its number, and fields that are numbers (uint32), booleans (a byte), texts (string) or bytes as they are. */
export function payloadOf(
  type: number,
  ...fields: readonly (number | boolean | string | Buffer)[]
): Buffer {
  const parts = fields.map((field) => {
    if (typeof field === 'boolean') return Buffer.from([field ? 1 : 0])
    if (typeof field === 'number') return uint32(field)
    if (typeof field === 'string')
      return Buffer.concat([uint32(Buffer.byteLength(field)), Buffer.from(field)])
    return field
  })
  return Buffer.concat([Buffer.from([type]), ...parts])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** A part of ssh2 that is an object. */
export function memberOf(of: object, name: string): object {
  const value: unknown = Reflect.get(of, name)
  if (typeof value !== 'object' || value === null) throw new Error(`ssh2 changed: no ${name}`)
  return value
}

/** Replaces the handler of one kind of message in ssh2's server. */
export function handle(
  connection: ssh2.Connection,
  name: string,
  handler: (...values: unknown[]) => void,
): void {
  Reflect.set(memberOf(memberOf(connection, '_protocol'), '_handlers'), name, handler)
}

function call(of: object, name: string, ...values: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(of, name)
  if (typeof method !== 'function') throw new Error(`ssh2 changed: no ${name}`)
  return Reflect.apply(method, of, values)
}
