#!/usr/bin/env node
import { runInTerminal } from './cli'
import { inputNames } from './inputs/names'
import { runAction } from './main'

const words = process.argv.slice(2)
/** A runner sets the inputs of a step, also one that does not call itself GitHub's; a terminal has none of these. */
const hasInputs = inputNames.some((name) => `INPUT_${name.toUpperCase()}` in process.env)
const isStep = words.length === 0 && (process.env['GITHUB_ACTIONS'] === 'true' || hasInputs)
void (isStep ? runAction() : runInTerminal(words))
