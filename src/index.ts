#!/usr/bin/env node
import './node-version'
import { isMainThread, Worker } from 'node:worker_threads'
import { inputNames } from './facts/input-names'

const words = process.argv.slice(2)
/** A runner sets the inputs of a step, also one that does not call itself GitHub's; a terminal has none of these. */
const hasInputs = inputNames.some((name) => `INPUT_${name.toUpperCase()}` in process.env)
const isStep = words.length === 0 && (process.env['GITHUB_ACTIONS'] === 'true' || hasInputs)

/** The bundle is one file, and a thread of it is the engine. A healthy check holds about 20 MB there. */
const startThread = () => new Worker(__filename, { resourceLimits: { maxOldGenerationSizeMb: 64 } })

async function run(): Promise<void> {
  // Each part is evaluated only where it is needed: a thread is up sooner, and holds less.
  if (!isMainThread) (await import(/* webpackMode: "eager" */ './run/engine-thread')).serveEngine()
  else if (isStep)
    await (await import(/* webpackMode: "eager" */ './action/main')).runAction(startThread)
  else
    await (
      await import(/* webpackMode: "eager" */ './terminal/main')
    ).runInTerminal(words, startThread)
}

void run()
