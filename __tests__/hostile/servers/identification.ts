import { trickle, flood } from '../flood'
import { type HostileCase, says, saysAndCloses, ssh } from '../hostile-server'
import { allForms, formsOf, password, passwordWithSpace } from '../secrets'

const line = 'SSH-2.0-OpenSSH_9.6\r\n'
const other = { connections: 2, result: ['fail'] } as const
/** Texts may differ in what lets a client in; only the promises hold for them. */
const open = { connections: 2 } as const
const commands = ['::error::injected', '##[error]injected', '::set-output name=x::injected']

const forms = Object.entries({ ...formsOf(password), 'all forms': allForms(password) })

/** Where texts are cut on the way to a report, as far as anybody would guess. */
const limits = [64, 100, 128, 200, 253, 255, 256, 500, 512, 1000, 1024, 2048, 4096, 8192]

const secretLines: readonly HostileCase[] = [
  {
    name: 'identification: lines before it say the password in every form',
    serve: ssh({
      identification: `${forms.map(([name, form]) => `${name}: ${form}\r\n`).join('')}${line}`,
    }),
    holds: open,
    quick: true,
  },
  {
    name: 'identification: the software is the password in every form',
    serve: saysAndCloses(`SSH-2.0-${allForms(password).replaceAll(' ', '_')}\r\n`),
    holds: open,
  },
  {
    name: 'identification: the comment is the password in every form, of a server that lets in',
    serve: ssh({ identification: `SSH-2.0-OpenSSH_9.6 ${allForms(password)}\r\n` }),
    holds: open,
  },
  {
    name: 'identification: an HTTP header says the password',
    serve: saysAndCloses(`HTTP/1.1 400 Bad\r\nX-Your-Password: ${password}\r\n\r\n`),
    holds: other,
  },
  {
    name: 'identification: the password with characters between its letters',
    serve: saysAndCloses(
      ...['\0', '\u200b', '\u001b[0m', '\b', '\u00ad', '\u2060', '\ufe0f', '\u202e', '\u007f'].map(
        (mark) => `${Array.from(password).join(mark)}\r\n`,
      ),
    ),
    holds: other,
    quick: true,
  },
  {
    name: 'identification: the password on two lines',
    serve: saysAndCloses(`${password.slice(0, 12)}\r\n${password.slice(12)}\r\n`),
    holds: other,
  },
  {
    name: 'identification: a line is cut within the password, at many limits',
    serve: saysAndCloses(
      ...limits.flatMap((limit) =>
        [12, 17, 22].map((kept) => `${'.'.repeat(limit - kept)}${password}\r\n`),
      ),
    ),
    holds: other,
  },
  {
    name: 'identification: the whole text is cut within the password',
    serve: saysAndCloses(
      `${'.'.repeat(79)}\r\n`.repeat(50),
      `${'.'.repeat(30)}${password}\r\n`.repeat(99),
    ),
    holds: other,
  },
  {
    name: 'identification: a password with a no-break space, and with a plain one',
    serve: ssh({
      identification: `${passwordWithSpace}\r\n${passwordWithSpace.replace('\u00a0', ' ')}\r\n${line}`,
    }),
    inputs: { password: passwordWithSpace },
    holds: open,
    quick: true,
  },
  {
    name: 'identification: the password with other letters of the same look',
    serve: saysAndCloses(
      `${Array.from(password, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x20 + 0xff00)).join('')}\r\n`,
    ),
    holds: other,
  },
]

/** Servers that lie in what comes before the key exchange (RFC 4253 section 4.2). */
export const identificationCases: readonly HostileCase[] = [
  ...secretLines,
  {
    name: 'identification: HTTP',
    serve: saysAndCloses('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html>'),
    holds: other,
  },
  {
    name: 'identification: a TLS alert',
    serve: saysAndCloses(Buffer.from('15030100020246', 'hex')),
    holds: other,
  },
  {
    name: 'identification: SMTP',
    serve: says('220 mail.example ESMTP\r\n'),
    holds: other,
  },
  {
    name: 'identification: MySQL',
    serve: saysAndCloses(Buffer.from('\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0', 'latin1')),
    holds: other,
  },
  {
    name: 'identification: lines without end',
    serve: (stream) => {
      stream.resume()
      flood(stream, () => Buffer.from('not the identification\r\n'.repeat(500)))
    },
    holds: other,
  },
  {
    name: 'identification: a line without end',
    serve: (stream) => {
      stream.resume()
      flood(stream, () => Buffer.alloc(65_536, 'SSH-2.0-'))
    },
    holds: other,
  },
  {
    name: 'identification: identification lines without end',
    serve: (stream) => {
      stream.resume()
      flood(stream, () => Buffer.from(line.repeat(500)))
    },
    holds: other,
  },
  {
    name: 'identification: a line of 64 KiB',
    serve: says(`${'x'.repeat(65_536)}\r\n`),
    holds: other,
  },
  { name: 'identification: NULs', serve: saysAndCloses(Buffer.alloc(4096), '\r\n'), holds: other },
  {
    name: 'identification: one byte after the other, and honest after it',
    serve: ssh({
      identification: `Welcome\r\n${line}`,
      begin: (peer) => {
        peer.sendIdentification(1)
        peer.sendKexInit()
      },
    }),
    holds: open,
  },
  {
    name: 'identification: trickling forever',
    serve: (stream) => {
      stream.resume()
      trickle(stream, 20, (index) => Buffer.from(index < 8 ? (line[index] ?? '') : 'x'))
    },
    holds: other,
  },
  {
    name: 'identification: no line feed',
    serve: says('SSH-2.0-OpenSSH_9.6'),
    holds: other,
  },
  {
    name: 'identification: protocol 1.5',
    serve: saysAndCloses('SSH-1.5-1.2.33\r\n'),
    holds: other,
  },
  { name: 'identification: protocol 3.0', serve: saysAndCloses('SSH-3.0-x\r\n'), holds: other },
  {
    name: 'identification: a comment of 30,000 characters',
    serve: ssh({ identification: `SSH-2.0-x ${'c'.repeat(30_000)}\r\n` }),
    holds: open,
  },
  {
    name: 'identification: after 900 lines, of a server that lets in',
    serve: ssh({ identification: `${'Welcome\r\n'.repeat(900)}${line}` }),
    holds: open,
  },
  {
    name: 'identification: UTF-16',
    serve: saysAndCloses(Buffer.from(`\ufeff${line}`, 'utf16le')),
    holds: other,
  },
  {
    name: 'identification: invalid UTF-8 before commands of a runner',
    serve: saysAndCloses(
      Buffer.from('\xe2\x82\n::error::injected\n\xff\r::warning::injected\r\n', 'latin1'),
    ),
    holds: other,
  },
  {
    name: 'identification: commands of a runner, with every newline',
    serve: saysAndCloses(
      ...['\n', '\r', '\u2028', '\u0085', '\u000b'].flatMap((end) =>
        commands.map((command) => `${end}${command}${end}`),
      ),
    ),
    holds: other,
    quick: true,
  },
  {
    name: 'identification: HTML and Markdown in the comment',
    serve: ssh({
      identification: 'SSH-2.0-OpenSSH_9.6 <script>injected</script>|`</details>[x](https://x)\r\n',
    }),
    holds: open,
  },
  {
    name: 'identification: sent twice',
    serve: ssh({
      begin: (peer) => {
        peer.sendIdentification()
        peer.raw(Buffer.from(line))
        peer.sendKexInit()
      },
    }),
    holds: { result: ['fail'] },
  },
  {
    name: 'identification: words in place of packets after it',
    serve: saysAndCloses(line, `Not allowed, ${allForms(password)}\r\n`),
    holds: open,
  },
  {
    name: 'identification: too many connections, with the password',
    serve: saysAndCloses(`Exceeded MaxStartups ${password}\r\n`),
    holds: other,
  },
]
