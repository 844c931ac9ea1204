import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { shownFixes } from '../../../src/report/visible-fixes'
import { exact as keyTypeRefused } from '../../fixtures/facts/auth/key-type-refused'
import { exact as notPinned } from '../../fixtures/facts/hostkey/not-pinned'
import { exact as secretEmpty } from '../../fixtures/facts/input/secret-empty'
import { exact as truncated } from '../../fixtures/facts/key/truncated'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { laterStep, same } from '../../fixtures/following'
import { observed } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'

type Workflow = Extract<Facts['workflow'], { readonly state: 'observed' }>['value']

const withWorkflow = (facts: Facts, changes: Partial<Workflow>): Facts => ({
  ...facts,
  workflow: observed({ ...valueOf(facts.workflow), ...changes }),
})

/** What each fix of the first finding gives to copy, the diff in place of the snippet. */
function copies(facts: Facts): readonly string[] {
  const diagnosis = diagnose(facts)
  const [finding] = diagnosis.findings
  if (!finding) throw new Error('the fixture shows a finding')
  return shownFixes({ version: '1.0.0', facts, diagnosis }, finding).flatMap(({ paste, diff }) => [
    ...(diff ? [`${diff.where}\n${diff.lines.join('\n')}`] : []),
    ...(paste ? [paste.text] : []),
  ])
}

describe('the command that sets a secret', () => {
  const command = (environment: string | null, key: string) =>
    copies(
      withWorkflow(truncated, { environment, with: [{ input: 'key', line: 18, text: key }] }),
    )[0]

  it.each([
    [null, '${{ secrets.DEPLOY_KEY }}', 'DEPLOY_KEY', ''],
    ['production', "${{ secrets['DEPLOY_KEY'] }}", 'DEPLOY_KEY', ' --env production'],
    ["it's live", '${{ secrets.K }}', 'K', " --env 'it'\\''s live'"],
    ['${{ inputs.target }}', '${{ secrets.K }}', 'K', ' --env ENVIRONMENT'],
    [null, '(not shown)', 'SSH_KEY', ''],
  ])('of a job with the environment %s, from %s', (environment, key, name, option) => {
    const text = command(environment, key) ?? ''
    expect(text).toContain(`printf "${name}=`)
    expect(text.endsWith(`| gh secret set -f -${option}`)).toBe(true)
  })

  it('looks at the secrets of the environment, which the job has already', () => {
    const lines = copies(withWorkflow(secretEmpty, { environment: 'production' }))
    expect(lines[0]).toMatch(/^gh secret list\ngh secret list --env production\ngh secret set /)
    expect(lines.join('\n')).not.toContain('environment: ')
    expect(copies(secretEmpty).join('\n')).toContain('environment: ')
  })
})

describe('the line of sshd_config that lets a kind of key in', () => {
  const line = (type: string, software: string) => {
    const facts = change(keyTypeRefused, {
      key: observed({ ...valueOf(keyTypeRefused.hops.target.key), type }),
      banner: observed({ ...valueOf(keyTypeRefused.hops.target.banner), software }),
      auth: observed({
        ...valueOf(keyTypeRefused.hops.target.auth),
        serverSigAlgs: ['ssh-ed25519-cert-v01@openssh.com'],
      }),
    })
    return copies(facts).find((text) => text.startsWith('Pubkey')) ?? null
  }

  it.each([
    ['ssh-rsa', 'OpenSSH_9.6p1', 'PubkeyAcceptedAlgorithms +rsa-sha2-512,rsa-sha2-256'],
    ['ssh-rsa', 'OpenSSH_8.4p1', 'PubkeyAcceptedKeyTypes +rsa-sha2-512,rsa-sha2-256'],
    ['ssh-rsa', 'OpenSSH_7.1', 'PubkeyAcceptedKeyTypes +ssh-rsa'],
    ['ssh-dss', 'OpenSSH_9.2p1', 'PubkeyAcceptedAlgorithms +ssh-dss'],
    ['ssh-dss', 'OpenSSH_10.0p2', null],
    ['ssh-ed25519', 'OpenSSH_for_Windows_8.6', 'PubkeyAcceptedAlgorithms +ssh-ed25519'],
    ['ssh-rsa', 'dropbear_2022.83', null],
  ])('%s at %s', (type, software, expected) => {
    expect(line(type, software)).toBe(expected)
  })
})

describe('the later steps of the job', () => {
  it('get the right port as a change of their lines', () => {
    const deploySteps = [
      laterStep('appleboy/ssh-action', { ...same, port: '22' }),
      laterStep('easingthemes/ssh-deploy', { remote_host: same.host }, { line: 30 }),
      laterStep('appleboy/scp-action', { ...same, port: '2222' }, { line: 40 }),
      laterStep('rsync', { host: same.host }, { line: 50 }),
    ]
    const facts = withWorkflow(wrongPort, {
      deploySteps,
      with: [{ input: 'host', line: 14, text: same.host }],
    })
    expect(copies(facts).slice(1, 3)).toEqual([
      'line 25\n   with:\n     key: ${{ secrets.SSH_KEY }}\n-    port: 22\n+    port: 2222',
      'after line 32\n   with:\n     remote_host: ${{ secrets.SSH_HOST }}\n+    remote_port: 2222',
    ])
    expect(copies(facts).join('\n').match(/^\+/gm)).toHaveLength(3)
  })

  it('pin the key that their own client is shown, as a fingerprint or for OpenSSH as a file', () => {
    const [presented] = [valueOf(notPinned.hops.target.hostkey).presented]
    const ecdsa = {
      ...presented,
      type: 'ecdsa-sha2-nistp256',
      fingerprint: `SHA256:${'e'.repeat(43)}`,
      blob: 'AAAAecdsa',
    }
    const facts = withWorkflow(
      change(notPinned, {
        hostkey: observed({
          ...valueOf(notPinned.hops.target.hostkey),
          announced: [presented, ecdsa],
        }),
      }),
      {
        deploySteps: [
          laterStep('appleboy/ssh-action', same),
          laterStep('rsync', { host: same.host }, { line: 30 }),
          laterStep('Burnett01/rsync-deployments', { remote_host: same.host }, { line: 40 }),
        ],
      },
    )
    const all = copies(facts)
    // One secret for both steps: the client of the deploy compares this key only.
    expect(all[0]).toContain(`+    fingerprint: ${ecdsa.fingerprint}`)
    expect(all[1]).toBe(
      `after line 24\n   with:\n     key: \${{ secrets.SSH_KEY }}\n+    fingerprint: ${ecdsa.fingerprint}`,
    )
    expect(all[2]).toContain(`    shop.example.com ${ecdsa.type} AAAAecdsa\n    END`)
    expect(all.filter((text) => text.includes(ecdsa.fingerprint))).toHaveLength(2)
  })
})
