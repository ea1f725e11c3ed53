-- Removes a value that is no stored view, so that the fill which follows is not compared with it:
-- newer-wins.lua would keep a value whose head looks newer. KEYS[1] view key; ARGV[1] the value as it
-- was read: what was written since stays. A value of another type than string is no view at all.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'string' and redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('UNLINK', KEYS[1])
