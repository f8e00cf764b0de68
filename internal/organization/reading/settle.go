// SPDX-License-Identifier: MPL-2.0

package reading

import "context"

// Sending is how [Settle] sends a write whose answer may be lost.
type Sending struct {
	// Tries bounds how often it sends.
	Tries int
	// Lost reports whether an error leaves open if the write took effect.
	Lost func(error) bool
	// Pauses are those before the next try. They are zero if the read that follows a lost answer waits long enough.
	Pauses Pauses
}

// Settle sends a write that does no harm when it is sent twice. Where its answer was lost, arrived looks whether the write took effect;
// if not, Settle sends it again. A nil arrived never looks. The error is that of the last try.
func Settle(ctx context.Context, sending Sending, send func(context.Context) error, arrived func(context.Context) bool) error {
	pauses := sending.Pauses.begin()
	for try := 1; ; try++ {
		err := send(ctx)
		if err == nil || !sending.Lost(err) {
			return err
		}
		if arrived != nil && arrived(ctx) {
			return nil
		}
		if try == sending.Tries || ctx.Err() != nil {
			return err
		}
		if sending.Pauses.Max > 0 && Sleep(ctx, pauses.NextBackOff()) != nil {
			return err
		}
	}
}
