import { MessageFields, readOrNull } from './message-fields'
import { message } from './message-numbers'
import { ProtocolViolation } from './protocol-violation'

type Field = 'boolean' | 'uint32' | 'string'

/** The fields that each message begins with; what may follow is not listed. RFC 4252, 4253 and 4254, by number. */
const structures: ReadonlyMap<number, readonly Field[]> = new Map([
  [message.disconnect, ['uint32', 'string', 'string']],
  [message.debug, ['boolean', 'string', 'string']],
  [message.serviceAccept, ['string']],
  [message.userauthFailure, ['string', 'boolean']],
  [message.userauthBanner, ['string', 'string']],
  [message.globalRequest, ['string', 'boolean']],
  [message.channelOpen, ['string', 'uint32', 'uint32', 'uint32']],
  [message.channelOpenConfirmation, ['uint32', 'uint32', 'uint32', 'uint32']],
  [message.channelOpenFailure, ['uint32', 'uint32', 'string', 'string']],
  [message.channelWindowAdjust, ['uint32', 'uint32']],
  [message.channelData, ['uint32', 'string']],
  [message.channelExtendedData, ['uint32', 'uint32', 'string']],
  [message.channelEof, ['uint32']],
  [message.channelClose, ['uint32']],
  [message.channelRequest, ['uint32', 'string', 'boolean']],
  [message.channelSuccess, ['uint32']],
  [message.channelFailure, ['uint32']],
])

/** RFC 4253 section 7.1. OpenSSH has 40 names at most in a list, all of its algorithms switched on. */
const kexInit = { cookieBytes: 16, lists: 10, mostNames: 512 } as const
/** OpenSSH and Dropbear send one extension or two (RFC 8308). */
const mostExtensions = 64
/** PAM asks 32 questions at a time at most (PAM_MAX_NUM_MSG). */
const mostPrompts = 64

/**
 * Checks that every field of a message that is read later lies within it, and that there are not too many of a kind. Throws a
 * ProtocolViolation. Messages that nobody reads are not checked.
 * @param method the method of user authentication that was asked for, which decides what message 60 is; null when none is
 */
export function checkStructure(payload: Buffer, method: string | null): void {
  const fields = new MessageFields(payload, 1)
  for (const field of structures.get(payload[0] ?? 0) ?? []) read(fields, field)
  switch (payload[0]) {
    case message.kexInit:
      checkKexInit(fields)
      break
    case message.extInfo:
      checkExtensions(fields)
      break
    case message.userauthByMethod:
      checkByMethod(fields, method)
      break
    case message.channelRequest:
      checkChannelRequest(payload)
      break
    default:
  }
}

function read(fields: MessageFields, field: Field): Buffer | number {
  if (field === 'string') return fields.string()
  return field === 'uint32' ? fields.uint32() : fields.byte()
}

function checkKexInit(fields: MessageFields): void {
  fields.bytes(kexInit.cookieBytes)
  for (let list = 0; list < kexInit.lists; list += 1) {
    const commas = fields.string().reduce((count, byte) => (byte === 0x2c ? count + 1 : count), 0)
    if (commas >= kexInit.mostNames)
      throw new ProtocolViolation('limit', 'KEXINIT lists more algorithms than there are')
  }
}

function checkExtensions(fields: MessageFields): void {
  const count = fields.uint32()
  if (count > mostExtensions)
    throw new ProtocolViolation('limit', 'EXT_INFO has too many extensions')
  for (let extension = 0; extension < count; extension += 1) {
    fields.string()
    fields.string()
  }
}

/** RFC 4252 sections 7 and 8, RFC 4256 section 3.2. */
function checkByMethod(fields: MessageFields, method: string | null): void {
  fields.string()
  fields.string()
  if (method !== 'keyboard-interactive') return
  fields.string()
  const count = fields.uint32()
  if (count > mostPrompts) throw new ProtocolViolation('limit', 'too many prompts at a time')
  for (let prompt = 0; prompt < count; prompt += 1) {
    fields.string()
    fields.byte()
  }
}

/** RFC 4254 section 6.10; SSH Communications' old servers send the number of a signal in place of its name. */
const exitSignals: readonly (readonly Field[])[] = [
  ['string', 'boolean', 'string', 'string'],
  ['uint32', 'string', 'string'],
]

function checkChannelRequest(payload: Buffer): void {
  const fields = new MessageFields(payload, 5)
  const type = fields.text()
  fields.byte()
  if (type === 'exit-status') fields.uint32()
  if (type === 'exit-signal' && !exitSignals.some((form) => hasForm(payload, fields.offset, form)))
    throw new ProtocolViolation('message', 'the signal that ended the command cannot be read')
}

function hasForm(payload: Buffer, from: number, form: readonly Field[]): boolean {
  const fields = new MessageFields(payload, from)
  return readOrNull(() => form.map((field) => read(fields, field))) !== null
}
