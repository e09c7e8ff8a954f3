import type { ExplainedEffect, Explanation, RuleOutcome } from '../documents/explain.ts'
import { visible, wrap } from './print.ts'

/** An explanation as a verdict: the answer, what refused and why, what passed before it, what would have come next, the effect. */
export function tell(explanation: Explanation): string {
  const { rules, effect } = explanation
  const those = (outcome: RuleOutcome['outcome']) => rules.filter((rule) => rule.outcome === outcome)
  const [refused] = those('refused')
  const parts = [
    answerOf(explanation),
    refused && section('Refused by', [refused]),
    section('Passed', those('passed')),
    section('Would have been asked next', those('not_reached')),
    effect && effectOf(effect),
    'Nothing of this has happened.',
  ]
  return parts.filter(Boolean).join('\n\n')
}

function answerOf({ operation, status, body, encoding, fault }: Explanation): string {
  const what = operation ?? 'The request'
  if (status === null) return wrap(`${what} would get no answer: fault ${fault} cuts the connection.`, '')
  const by = fault === null ? '' : `, by fault ${fault}`
  const shown = encoding === 'utf8' ? visible(body) : `${Buffer.from(body, 'base64').length} bytes`
  return `${what} would be answered ${status}${by}:\n${wrap(shown, '  ')}`
}

function section(title: string, rules: readonly RuleOutcome[]): string {
  if (rules.length === 0) return ''
  const lines = rules.map(({ number, outcome, error, reason, source }) => {
    const code = outcome === 'passed' ? '' : `${error}: `
    return wrap(`${code}${visible(reason)} (${source})`, `  ${String(number).padStart(2)}  `)
  })
  return [title, ...lines].join('\n')
}

function effectOf({ moves, event, crl }: ExplainedEffect): string {
  const lines = moves.map(({ certificate_id, from, to, at, due }) => {
    const when = due ? `by itself at ${at}` : `at once (${at})`
    return wrap(`${certificate_id} goes from ${from ?? 'nothing'} to ${to ?? 'nothing'}, ${when}`, '  ')
  })
  if (event)
    lines.push(wrap(`the audit trail gets ${event.name}${event.code ? `, refused with ${event.code}` : ''}`, '  '))
  if (crl) lines.push(wrap(`CRL and OCSP say ${crl.status} (${crl.reason}) from ${crl.published_at}`, '  '))
  return ['Effect', ...lines].join('\n')
}
