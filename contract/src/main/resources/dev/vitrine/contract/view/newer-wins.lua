-- Puts a view only where it is newer than what is there: one rule for the sink and for cache fills.
-- KEYS[1] view key; ARGV[1] the value (StoredView#toRedis or #toRedisAsFill), ARGV[2] its format, ARGV[3] its sequence,
-- ARGV[4] time to live in seconds, 0 for none. Returns 1 when written, 0 when the store keeps its own.
-- An unreadable value is replaced. Numbers are doubles here: sequences stay far below 2^53.
local head = redis.call('GETRANGE', KEYS[1], 0, 63)
local format, sequence = string.match(head, '^(%d+) (%d+) %a[%a ]*\n')
if format then
  local f, s = tonumber(format), tonumber(sequence)
  local nf, ns = tonumber(ARGV[2]), tonumber(ARGV[3])
  if nf < f or (nf == f and ns <= s) then
    return 0
  end
end
if ARGV[4] == '0' then
  redis.call('SET', KEYS[1], ARGV[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
end
return 1
