/** The trace that a request belongs to, as its `traceparent` header says (W3C Trace Context, section 3.2); null where it says none. */
export function traceOf(traceparent: string | string[] | undefined): string | null {
  const [, trace_id] =
    /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/.exec(String(traceparent)) ??
    []
  return trace_id ?? null
}
