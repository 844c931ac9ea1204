import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { pinDeploySteps } from '../fixes/pin-deploy'
import { allKeys, compareOnServer, knownHostsYaml, pinChange, pinFix } from '../readings/pinned-key'

export const notPinned = defineCause({
  id: 'hostkey/not-pinned',
  title: 'The host key is not pinned',
  severity: 'notice',
  pointsAt: null,
  page: {
    means:
      'Nothing in the workflow says which host key the server must have, so a machine in between could impersonate your server. It would get the files of the deploy, and a password if one is used. The key itself cannot be stolen that way. A pinned fingerprint prevents this.',
    detection: 'Neither `fingerprint` nor `known_hosts` is given.',
    firstMove: 'Set `fingerprint` to the value that the check prints.',
  },
  lookalikes: {
    'A pin in another input': 'None of the inputs that can pin a host key has a value.',
  },
  needs: ['hostkey'],
  judge({ hostkey: { pin, presented } }) {
    if (pin.verdict !== 'not-pinned') return null
    return {
      certainty: 'proved',
      evidence: { type: presented.type, fingerprint: presented.fingerprint },
    }
  },
  explain({ type, fingerprint }, view) {
    const keys = allKeys(view.hostkey)
    const onServer = compareOnServer(view, type)
    return {
      verdict: say`The host key is not pinned, so a machine in between could impersonate your server`,
      why: say`neither fingerprint nor known_hosts is given.`,
      observed: [say`The server showed ${fingerprint}.`],
      fixes: [
        ...keys
          .slice(0, 1)
          .map(() =>
            pinFix(
              view,
              say`Compare first: on the server, ${onServer.paste.text} must show this fingerprint. Then add the line to the ${'with'} block of the step.`,
              keys,
            ),
          ),
        ...pinDeploySteps(view, keys),
        onServer,
        inWorkflow(
          say`Or pin all of its keys in ${inputName('known_hosts')}, for clients that read it.`,
          knownHostsYaml(view, keys),
        ),
      ],
      ...pinChange(view, keys),
    }
  },
})
