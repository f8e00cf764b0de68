// SPDX-License-Identifier: MPL-2.0

package posture_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
)

// A waiver excuses what fails and what is unknown. There is nothing to excuse about what passes.
func TestAWaiverExcusesWhatDoesNotPass(t *testing.T) {
	t.Parallel()
	for _, status := range []posture.Status{posture.Pass, posture.Fail, posture.Unknown} {
		assert.Equal(t, status != posture.Pass, posture.Finding{Status: status, Waived: true}.Excused(), status)
		assert.False(t, posture.Finding{Status: status}.Excused(), status)
	}
}
