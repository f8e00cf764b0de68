// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Sweeping is how to sweep.
type Sweeping struct {
	// Now is the time, and Age how old a group must be: a younger one may be of a test that runs.
	Now time.Time
	Age time.Duration
	// Remove removes. Without it, a sweep only says what it would remove.
	Remove bool
	// Out is where it says what it does, one line for each group that begins with the prefix.
	Out io.Writer
}

// Sweep removes the groups that the kit left in the sandbox. It leaves every group whose name the kit cannot have made, that is younger
// than the age, or that is synced, and looks at each once more before it removes it.
func (s Sandbox) Sweep(ctx context.Context, client *atlassian.Client, how Sweeping) error {
	if err := s.Check(ctx, client); err != nil {
		return err
	}
	var failed []error
	for group, err := range client.SearchGroups(ctx, s.ID, s.Directory, atlassian.GroupSearch{}) {
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		if len(group.Name) < len(Prefix) || group.Name[:len(Prefix)] != Prefix {
			continue
		}
		what, err := s.sweepGroup(ctx, client, group, how)
		failed = append(failed, err)
		fmt.Fprintf(how.Out, "%s: %s\n", group.Name, what)
	}
	return errors.Join(failed...)
}

func (s Sandbox) sweepGroup(ctx context.Context, client *atlassian.Client, group atlassian.Group, how Sweeping) (what string, err error) {
	made, ours := madeAt(group.Name)
	switch {
	case !ours:
		return "left: the kit gives no such name", nil
	case how.Now.Sub(made) < how.Age:
		return fmt.Sprintf("left: it is younger than %s", how.Age), nil
	case !how.Remove:
		return fmt.Sprintf("would be removed: set %s=remove", SweepVariable), nil
	}
	if err := s.isOurs(ctx, client, group.ID); err != nil {
		return "left: " + err.Error(), err
	}
	if err := client.DeleteGroup(ctx, s.ID, s.Directory, group.ID); err != nil {
		return "not removed: " + err.Error(), err
	}
	return "removed", nil
}
