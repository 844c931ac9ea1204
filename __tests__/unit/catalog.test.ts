import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { catalog } from '../../src/causes/catalog'
import { causeIds, serverCauseIds } from '../../src/facts/cause-ids'
import { serverCauses } from '../../src/causes/server'
import { messagesOf } from '../../src/knowledge/messages'
import { diagnose, firstFinding } from '../../src/diagnosis/diagnose'
import type { Facts } from '../../src/facts'
import { stages } from '../../src/facts/stages'
import { plain } from '../../src/text/words'
import { healthy } from '../fixtures/healthy'
import type { Finding } from '../../src/causes/finding'

interface Fixture {
  readonly exact: Facts
  readonly nearMiss: Facts
}

const root = path.join(import.meta.dirname, '..', '..')
const fixture = async (id: string) => (await import(`../fixtures/facts/${id}.ts`)) as Fixture

/** Ids of the files of a folder with one subfolder a stage; `holds` picks the files that are causes. */
function idsIn(folder: string, subfolders: readonly string[], holds: RegExp): string[] {
  return subfolders.flatMap((stage) => {
    const files = readdirSync(path.join(root, folder, stage), { withFileTypes: true })
    return files
      .filter((file) => holds.test(readFileSync(path.join(file.parentPath, file.name), 'utf8')))
      .map((file) => `${stage}/${path.parse(file.name).name}`)
  })
}

const stagesWithCauses = stages.filter((stage) => causeIds.some((id) => id.startsWith(`${stage}/`)))
const sorted = (ids: readonly string[]) => [...ids].sort()

describe('the catalog', () => {
  it('has the ids of the files, and each once', () => {
    expect(sorted(idsIn('src/causes', stagesWithCauses, /defineCause[<(]/))).toEqual(
      sorted(causeIds),
    )
    expect(sorted(catalog.map((cause) => cause.id))).toEqual(sorted(causeIds))
  })

  it('has the candidates of the files, and each once', () => {
    expect(sorted(idsIn('src/causes', ['server'], /: ServerCause = /))).toEqual(
      sorted(serverCauseIds),
    )
    expect(sorted(serverCauses.map((cause) => cause.id))).toEqual(sorted(serverCauseIds))
  })

  it('has a fixture for every id and none for another', () => {
    expect(
      sorted(idsIn('__tests__/fixtures/facts', stagesWithCauses, /export const exact/)),
    ).toEqual(sorted(causeIds))
  })

  it('accuses nobody who is healthy', () => {
    expect(diagnose(healthy)).toMatchObject({ result: 'pass', findings: [], masked: [] })
  })

  it.each([...catalog, ...serverCauses])('$id has a title that can stand anywhere', ({ title }) => {
    // Annotation titles are neither masked nor escaped by every runner.
    expect(title).toMatch(/^(?:[A-Z]|sshd |known_hosts |hosts\.deny )[^:%\r\n`*<>]{5,60}[^.\s]$/)
  })

  it.each([...catalog, ...serverCauses])('$id has a page for a stuck reader', ({ id, page }) => {
    expect(page.means).toMatch(/^(?:[A-Z]|sshd ).{60,700}[.)]$/)
    expect(page.detection).toMatch(/^(?:[A-Z]|sshd ).{25,600}[.)]$/)
    expect(page.firstMove).toMatch(/^[A-Z].{10,160}[.]$/)
    const isSeen = messagesOf(id).length > 0 || page.detection.includes('No client shows a message')
    expect(isSeen).toBe(true)
  })
})

describe.each([...causeIds])('%s', (id) => {
  it('comes first for its fixture', async () => {
    const { exact } = await fixture(id)
    const diagnosis = diagnose(exact)
    const own = diagnosis.findings.find((finding) => finding.id === id)
    expect(own).toBeDefined()
    const first = own?.severity === 'notice' ? own : firstFinding(diagnosis)
    expect(first?.id).toBe(id)
  })

  it('comes without another error of its stage', async () => {
    const { exact } = await fixture(id)
    const { findings } = diagnose(exact)
    const [stage = ''] = id.split('/')
    const others = findings.filter((each) => each.stage === stage && each.severity === 'error')
    expect(others.map((finding) => finding.id).filter((each) => each !== id)).toEqual([])
  })

  it('keeps quiet about its near miss', async () => {
    const { nearMiss } = await fixture(id)
    const { findings } = diagnose(nearMiss)
    expect(findings.map((finding) => finding.id)).not.toContain(id)
  })

  it('judges a saved report as it judged the run', async () => {
    const { exact } = await fixture(id)
    const replayed = JSON.parse(JSON.stringify(exact)) as Facts
    expect(diagnose(replayed)).toEqual(diagnose(exact))
  })

  it('has words for people, and evidence for programs', async () => {
    const { exact } = await fixture(id)
    const finding = diagnose(exact).findings.find((each) => each.id === id)
    expect(finding).toBeDefined()
    if (finding) checkFinding(finding)
  })
})

/** Names of the wire and of errno belong below the headline. */
const jargon = /\bE[A-Z]{6,}\b|\bRFC\b|SSH_MSG|PK_OK|KEXINIT|USERAUTH/

function checkFinding(finding: Finding): void {
  const { verdict, why, observed, fixes } = finding.explanation
  const heading = plain(verdict)
  expect(heading).toMatch(/^[^\n]{8,100}$/)
  expect(heading).toMatch(/[^.:\s]$/)
  expect(heading).not.toMatch(jargon)
  expect(heading).not.toMatch(/\bplease\b/i)
  expect(plain(why)).toMatch(/\S{3}.*[.)]$/s)
  for (const line of observed) expect(plain(line)).toMatch(/\S/)
  expect(fixes.length).toBeGreaterThan(0)
  for (const { what, paste } of [...fixes, ...finding.candidates.map(({ fix }) => fix)]) {
    expect(plain(what)).toMatch(/^\S.*\S$/s)
    expect(plain(what)).not.toMatch(/\bplease\b/i)
    if (paste) expect(paste.text).toMatch(/^\S[^]*\S$/)
  }
  expect(JSON.stringify(finding.explanation)).not.toMatch(/undefined|NaN|\[object/)
  expect(JSON.parse(JSON.stringify(finding.evidence))).toEqual(finding.evidence)
}
