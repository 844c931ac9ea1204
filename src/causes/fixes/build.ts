/** Builders of fixes: where it is done, in one sentence, and what to copy. */
import { type ServerSystem, serverSystems } from '../../knowledge/server-systems'
import type { Words } from '../../text/words'
import type { ServerView } from '../server-cause'
import type { Fix, Paste, Place, StepChange } from '../finding'

/** A fix in the workflow, its secrets or its settings. */
export const inWorkflow = by('workflow')
/** A test or a fix from the computer of whoever reads the report. */
export const onComputer = by('computer')
/** A setting in the panel of the hosting provider. */
export const inPanel = by('panel')
/** A fix on the server, by somebody with its root account. */
export const onServer = by('server')
/** A fix in the network between the runner and the server. */
export const inNetwork = by('network')
/** A question to the hosting provider. */
export const askHost = by('host')

function by(place: Place) {
  function build(what: Words, paste: Paste): Fix & { readonly paste: Paste }
  function build(what: Words, paste?: Paste): Fix
  function build(what: Words, paste?: Paste): Fix {
    return { place, what, ...(paste && { paste }) }
  }
  return build
}

/** Commands of a POSIX shell. */
export function sh(text: string): Paste {
  return { language: 'sh', text }
}

/** Lines of a workflow; see with-block.ts for those of this action's step. */
export function yaml(text: string): Paste {
  return { language: 'yaml', text }
}

/** An input of a later step: the line to copy, and the same as a change from which reports draw a diff. */
export function setInStep(what: Words, change: StepChange): Fix {
  return { ...inWorkflow(what, yaml(`${change.input}: ${change.value}`)), change }
}

/** Lines of a file, or PowerShell. */
export function lines(text: string): Paste {
  return { language: 'text', text }
}

/** Commands for the system that was seen. */
export function commands(system: ServerSystem, text: string): Paste {
  return { language: serverSystems[system].language, text }
}

/** To read the log of sshd on the system that was seen. */
export function readLog({ system }: ServerView, what: Words): Fix {
  return onServer(what, commands(system, serverSystems[system].log))
}
