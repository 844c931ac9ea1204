import { describe, expect, it } from '@jest/globals'
import { catalog } from '../../../src/causes/catalog'
import { type View, viewOf } from '../../../src/causes/view'
import type { Facts } from '../../../src/facts'
import { type CauseId, causeIds } from '../../../src/facts/cause-ids'
import { serverSystems, type ServerSystem } from '../../../src/knowledge/server-systems'

const systems = Object.keys(serverSystems) as readonly ServerSystem[]

/** What the facts of a cause already rule out: a package manager that was seen, libwrap and /etc/nologin on Windows. */
const isNever = (system: ServerSystem, id: CauseId): boolean =>
  id === 'deploy/command-missing' ||
  (system === 'windows' && ['banner/hosts-deny', 'auth/maintenance'].includes(id))

/** What a system does not have: programs of others, and their paths. */
const foreignOn: Partial<Readonly<Record<ServerSystem, RegExp>>> = {
  freebsd:
    /\b(?:systemctl|journalctl|(?<!pw )usermod|chage|apt|apt-get|namei|findmnt|timedatectl|free -m)\b|\bss -|ip -brief/,
  windows: /\bsudo |\/etc\/|\/dev\/null|\bgrep\b|\bchmod\b|\bls -l/,
  // Where accounts expire, Dropbear runs on a system with sudo and chage.
  dropbear: /\bsudo (?!ch(?:age|sh))|\b(?:systemctl|journalctl|usermod|apt|namei|findmnt|sshd)\b/,
}

describe('the commands for admins are those of the system that was seen', () => {
  it.each([...causeIds])('in %s', async (id) => {
    const { exact } = (await import(`../../fixtures/facts/${id}.ts`)) as { exact: Facts }
    const texts = systems.flatMap((system) => {
      const seen = viewOf(exact, 'target')
      const at = (view: View) => ({ ...view, server: { ...view.server, system } })
      const view = { ...at(seen), jump: seen.jump && at(seen.jump) }
      const foreign = foreignOn[system]
      return catalog
        .flatMap((cause) => cause.find(view) ?? [])
        .flatMap(({ explanation, candidates: all }) => [
          ...explanation.fixes.filter(({ place }) => place === 'server'),
          ...all.map(({ fix }) => fix),
        ])
        .flatMap(({ paste }) => (paste && paste.language !== 'yaml' ? [paste.text] : []))
        .filter((text) => foreign?.test(text) && !isNever(system, id))
        .map((text) => `${system}: ${text}`)
    })
    expect([...new Set(texts)]).toEqual([])
  })
})
