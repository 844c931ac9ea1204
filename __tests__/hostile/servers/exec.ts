import type { Channel } from '../channel'
import { run } from '../account'
import { type HostileCase, type Holds, ssh } from '../hostile-server'
import { allForms, formsOf, password } from '../secrets'
import { bool, lyingStr, msg, str, u32 } from '../wire'

const needs = { target: '/srv/app', commands: 'git rsync' }

const runs = (
  name: string,
  exec: (channel: Channel, command: string) => void,
  inputs: Readonly<Record<string, string>> = {},
  holds: Holds = {},
): HostileCase => ({ name: `exec: ${name}`, serve: ssh({ exec }), inputs, holds })

const finish = (channel: Channel) => {
  channel.exit(0)
  channel.end()
}

/** Answers the first command, and lies in the answer to the script that comes on the standard input of a second one. */
const scripted = (name: string, lie: (channel: Channel, token: string) => void): HostileCase =>
  runs(
    name,
    (channel, command) => {
      if (command.startsWith('echo ')) {
        run(channel, command)
        return
      }
      let script = ''
      let answered = false
      channel.onData = (data) => {
        script += data.toString('latin1')
        const token = /^t=(\w+)/m.exec(script)?.[1]
        if (token === undefined || answered) return
        answered = true
        lie(channel, token)
      }
    },
    needs,
  )

const write = (channel: Channel, token: string, ...lines: readonly string[]) => {
  channel.write(lines.map((line) => `${token} ${line}\n`).join(''))
}

const honestly = (command: string) => `${command.replace(/^echo /, '')}\n`

/** Servers that lie in the output of a command and in how it ended. */
export const execCases: readonly HostileCase[] = [
  {
    ...runs('output, errors and a signal with the password in every form', (channel, command) => {
      channel.write(`${allForms(password)}\n${honestly(command)}${allForms(password)}`)
      channel.error(allForms(password))
      channel.signal(password, allForms(password))
      channel.end()
    }),
    quick: true,
  },
  runs('output that is cut within the password', (channel, command) => {
    const lines = [1024, 4096, 32_768, 65_536].map(
      (limit) => `${'.'.repeat(limit - 15)}${password}`,
    )
    channel.write(`${lines.join('')}${honestly(command)}${lines.join('')}`)
    channel.error(lines[1] ?? '')
    finish(channel)
  }),
  runs('the password in two packets and in two streams', (channel, command) => {
    channel.write(password.slice(0, 12))
    channel.write(`${password.slice(12)}\n${honestly(command)}${password.slice(0, 12)}`)
    channel.error(password.slice(11))
    finish(channel)
  }),
  runs('the password with characters between its letters', (channel, command) => {
    for (const mark of ['\0', '\u001b[31m', '\u200b', '\r', '\u00ad'])
      channel.write(`${Array.from(password).join(mark)}\n`)
    channel.write(honestly(command))
    finish(channel)
  }),
  runs('output without end', (channel) => {
    const data = channel.message(msg.channelData, str('x'.repeat(32_000)))
    channel.peer.flood(() => data)
  }),
  runs('output without end, one byte a packet', (channel) => {
    channel.peer.flood(() => channel.message(msg.channelData, str('x')))
  }),
  runs('errors without end', (channel) => {
    channel.peer.flood(() => channel.message(msg.extendedData, u32(1), str('error\n'.repeat(2000))))
  }),
  runs('no exit status', (channel, command) => {
    channel.write(honestly(command))
    channel.end()
  }),
  runs('no end', (channel, command) => {
    channel.write(honestly(command))
  }),
  runs('exit statuses without end', (channel) => {
    channel.peer.flood((index) =>
      channel.message(msg.channelRequest, str('exit-status'), bool(true), u32(index)),
    )
  }),
  runs('an exit status that is cut short', (channel) => {
    channel.send(msg.channelRequest, str('exit-status'), bool(false))
    channel.end()
  }),
  runs('a signal that is longer than its packet', (channel) => {
    channel.send(
      msg.channelRequest,
      str('exit-signal'),
      bool(false),
      lyingStr(0x7fffffff, password),
    )
    channel.end()
  }),
  runs('commands of a runner', (channel, command) => {
    channel.write(
      `::error::injected\n##[error]injected\r::warning::injected\u2028::set-output name=x::injected\n${honestly(command)}`,
    )
    channel.error('::error::injected\n')
    channel.signal('::error::injected', '\n::error::injected')
    channel.end()
  }),
  runs('nothing but the password', (channel) => {
    channel.write(password)
    finish(channel)
  }),
  scripted('the deploy script: found at the password', (channel, token) => {
    write(
      channel,
      token,
      'time 1700000000',
      'uid 1000',
      `user ${password}`,
      `groups ${allForms(password)}`,
      `shell ${password}`,
      'packages apt-get',
    )
    write(
      channel,
      token,
      `found 1 /${allForms(password)}`,
      'lost 2',
      `elsewhere 2 /${password}/rsync`,
      'searched',
    )
    write(
      channel,
      token,
      `nearest /${password}`,
      'isdir yes',
      'writable yes',
      `mode drwx ${password}`,
      `real /${allForms(password)}`,
      'kind directory',
      `disk x 1 1 1 1% /${password}`,
      `disk ${password} 1 1 1 1% /${password}`,
      'readonly no',
      'end',
    )
    finish(channel)
  }),
  scripted('the deploy script: the password cut in a path', (channel, token) => {
    write(
      channel,
      token,
      'time 1700000000',
      'uid 1000',
      'user deploy',
      ...[256, 1024, 4096].map((limit) => `real /${'d'.repeat(limit - 16)}${password}`),
      'kind directory',
      'end',
    )
    finish(channel)
  }),
  scripted('the deploy script: its lines without end', (channel, token) => {
    const line = str(`${token} uid 0\n${token} found 1 /bin/git\n`.repeat(400))
    channel.peer.flood(() => channel.message(msg.channelData, line))
  }),
  scripted('the deploy script: one byte a packet without end', (channel, token) => {
    write(channel, token, 'uid 1000')
    channel.peer.flood(() => channel.message(msg.channelData, str('x')))
  }),
  scripted('the deploy script: 256 KiB, one byte a packet', (channel, token) => {
    const text = `${token} uid 1000\n${'x'.repeat(79)}\n`.repeat(2400)
    channel.writeBytewise(Buffer.from(text))
  }),
  scripted('the deploy script: numbers that are none', (channel, token) => {
    write(
      channel,
      token,
      'time 99999999999999999999999',
      'uid -1',
      'uid NaN',
      'found 99999999 /x',
      'found __proto__ /x',
      'lost -5',
      'constructor x',
      'disk - - - - - -',
      'disk a 1e400 -1 0x10 0% /',
      'inodes a b c d e f',
      'kind __proto__',
      'writable maybe',
      'end',
    )
    finish(channel)
  }),
  scripted('the deploy script: commands of a runner', (channel, token) => {
    write(
      channel,
      token,
      'uid 1000',
      'user ::error::injected',
      'groups ##[error]injected',
      'found 1 ::error::injected',
      'real /\r::error::injected',
      'kind directory',
      'end',
    )
    finish(channel)
  }),
  scripted('the deploy script: no answer', () => undefined),
  runs('a base64 line of the password in the noise of the shell', (channel, command) => {
    for (const form of Object.values(formsOf(`user:${password}`)))
      channel.write(`Authorization: ${form}\n`)
    channel.write(honestly(command))
    finish(channel)
  }),
]
