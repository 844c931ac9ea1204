import { addresses } from './addresses'
import { type Background, startIn } from './background'
import { inCheckout } from './checkout'
import { until } from './command'
import type { FakeServer, Server } from './scenario'
import type { System } from './system'

/** A started SSH server, or what stands in its place. */
export interface RunningServer {
  /** Everything that it has logged. */
  log(): Promise<string>
  /** How many connections of the lab's client a part of its log tells of. */
  connectionsIn(log: string): number
}

/** Starts a fake server in a namespace and waits until it listens. */
export async function startFake(netns: string, fake: FakeServer): Promise<Background> {
  const args = [fakeServer, fake.behavior, String(fake.port), fake.argument ?? '']
  const background = startIn(netns, process.execPath, args)
  await background.says('listening')
  return background
}

/** Starts the scenario's server and waits until it listens. A stopped one logs nothing. */
export async function startServer(
  server: Server,
  system: System,
  netns: string,
): Promise<RunningServer> {
  switch (server.kind) {
    case 'stopped':
      return running(() => Promise.resolve(''), /never/)
    case 'fake': {
      const fake = await startFake(netns, server)
      return running(() => Promise.resolve(fake.output()), /^connection from (\S+)/)
    }
    case 'openssh': {
      const config = (server.config ?? []).join('\n')
      await system.run(`cat > /etc/ssh/sshd_config.d/00-lab.conf <<'END'\n${config}\nEND`)
      const { startsAfterS, syslog = false } = server
      const own = syslog ? '' : '-E /var/log/sshd.log'
      const sshd = `/usr/sbin/sshd ${own} -o LogLevel=VERBOSE`
      const log = async () =>
        syslog
          ? (await system.read('/var/log/auth.log')).replace(/^\S+ \S+ sshd\[\d+\]: /gm, '')
          : system.read('/var/log/sshd.log')
      // Without imklog, which would take the kernel's messages away from this machine.
      if (syslog) await system.run(`sed -i /imklog/d /etc/rsyslog.conf; rsyslogd`)
      await system.run(
        startsAfterS === undefined ? sshd : `(sleep ${startsAfterS}; ${sshd}) >&- 2>&- <&- &`,
      )
      if (startsAfterS === undefined)
        await until('sshd listens', async () => (await log()).includes('Server listening on'))
      return running(
        log,
        /^(?:Connection from ([\d.a-f:]+) port|drop connection #\d+ from \[([^\]]+)\])/,
      )
    }
    case 'dropbear':
      return daemon(
        'mkdir -p /etc/dropbear; dropbear -R -F -E -p 22',
        /Child connection from \[?([\d.a-f:]+?)\]?:\d+$/,
      )
    case 'tinyssh':
      return daemon(
        `tinysshd-makekey /etc/tinyssh/sshkeydir
         tcpserver -v -H -R -l server 0 22 tinysshd -v /etc/tinyssh/sshkeydir`,
        /^tcpserver: pid \d+ from ([\d.]+)/,
      )
    case 'endlessh':
      return daemon('endlessh -v -p 22 -d 1000', /ACCEPT host=(?:::ffff:)?([\d.a-f:]+) /)
  }

  /** Starts a program that stays in the foreground, in the background, and waits until it listens on port 22. */
  async function daemon(commands: string, connection: RegExp): Promise<RunningServer> {
    await system.run(`(${commands}) >/var/log/ssh.log 2>&1 </dev/null &`)
    // 0A is LISTEN, 0016 is port 22: a connection to look would be counted.
    await until('the SSH server listens', async () =>
      /:0016 [0:]+ 0A /.test(await system.run("cat /proc/net/tcp /proc/net/tcp6 | tr -s ' '")),
    )
    return running(() => system.read('/var/log/ssh.log'), connection)
  }
}

const fakeServer = inCheckout('__tests__/lab/fake-server.mjs')

const clients: readonly string[] = [addresses.client4, addresses.client6, addresses.jump4]

function running(log: () => Promise<string>, connection: RegExp): RunningServer {
  return {
    log,
    connectionsIn: (text) =>
      text.split(/\r?\n/).filter((line) => {
        const found = connection.exec(line)
        return clients.includes(found?.[1] ?? found?.[2] ?? '')
      }).length,
  }
}
