// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

// More memberships end than Terraform visits at a time, in favour of the list of members. The deletions fill all places and wait
// for one another, so that the list may be planned too late. Such a plan is refused, and nobody leaves.
func TestManyMembershipsBecomeMembers(t *testing.T) {
	t.Parallel()
	var tally accessTally
	for seed := range uint64(8) {
		synctest.Test(t, func(t *testing.T) {
			c := newAccessCase(t, seed, &tally)
			c.parallelism, c.terraform.Parallelism = 2, 2
			var many configuration
			whole := relation{kind: allMembers, name: "all", group: 1}
			for person := 1; person <= accessPeople; person++ {
				many = append(many, relation{kind: aMembership, name: c.draft.fresh(), group: 1, people: []int{person}})
				whole.people = append(whole.people, person)
			}
			c.play(many, configuration{whole})
		})
	}
	assert.NotZero(t, tally.refused.Load())
}
