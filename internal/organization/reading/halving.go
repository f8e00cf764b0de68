// SPDX-License-Identifier: MPL-2.0

package reading

// Halving makes one request about all keys. Where the request was refused for its size, ask returns the keys that are left beside the
// refusal, and Halving asks about the first and then the second half of them. It does not divide a list as small as smallest: then the
// refusal has another reason, and it is the result. An error ends it.
func Halving[K any](keys []K, smallest int, ask func(keys []K) (refused []K, err error)) error {
	refused, err := ask(keys)
	if len(refused) <= max(1, smallest) {
		return err
	}
	half := len(refused) / 2
	if err := Halving(refused[:half], smallest, ask); err != nil {
		return err
	}
	return Halving(refused[half:], smallest, ask)
}
