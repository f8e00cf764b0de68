// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// A change that runs out of time says where more of it is given, wherever the time ended.
func TestAChangeOutOfTimeSaysWhatToDo(t *testing.T) {
	t.Parallel()
	change := &membersChange{add: []string{"a", "b"}}
	done := organization.MemberChanges{Failed: map[string]error{"a": context.DeadlineExceeded, "b": context.Canceled}}
	assert.Contains(t, change.report(done)[0].Detail(), "If the type has a timeouts attribute, raise the time there.")
	delete(done.Failed, "a")
	assert.NotContains(t, change.report(done)[0].Detail(), "timeouts")
}
