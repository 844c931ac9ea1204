import { beforeAll, describe, expect, it } from '@jest/globals'
import { causeIds, serverCauseIds } from '../../../src/facts/cause-ids'
import { appliedFixes } from '../../lab/applied/applied-fixes'
import { faults } from '../../lab/applied/faults'
import { notApplied } from '../../lab/applied/not-applied'
import { onlyLooks, type PrintedFix, printedFixes } from '../../lab/applied/printed-fixes'

/** Needs no server, so that a fix that nobody applied is found on every machine. */
describe('each fix that the catalog prints', () => {
  const applied = [
    ...appliedFixes.flatMap(({ cause, fix, then = [] }) =>
      [fix, ...then].map((start) => ({ cause, fix: start })),
    ),
    ...faults.flatMap(({ applies = [] }) => applies),
  ]
  const isIn = (list: readonly { cause?: string; fix: string }[], { cause, what }: PrintedFix) =>
    list.some((each) => (each.cause ?? cause) === cause && what.startsWith(each.fix))
  let printed: readonly PrintedFix[] = []

  beforeAll(async () => {
    printed = await printedFixes()
  })

  it.each([...causeIds, ...serverCauseIds])(
    'of %s is applied in the lab, only looks, or is listed with the reason',
    (id) => {
      const open = printed
        .filter(({ cause }) => cause === id)
        .filter((fix) => !isIn(applied, fix) && !onlyLooks(fix.text) && !isIn(notApplied, fix))
      expect(open.map(({ what, text }) => `${what} ${text}`)).toEqual([])
    },
  )

  it('is not listed with a reason when it is applied, or is no longer printed', () => {
    const needless = notApplied.filter(
      (each) => !printed.some((fix) => isIn([each], fix) && !isIn(applied, fix)),
    )
    expect(needless).toEqual([])
  })
})

describe('what only looks', () => {
  it.each([
    ['sudo sshd -T | grep -E x', true],
    ['df -h /; sudo du -xh / | sort -h | tail -n 20', true],
    ['sudo sshd -t && sudo systemctl reload ssh', false],
    ['grep x /etc/passwd > y', false],
    ['sudo rm x', false],
    ['echo x >> ~/.bashrc', false],
  ])('%s: %s', (text, looks) => {
    expect(onlyLooks(text)).toBe(looks)
  })
})
