// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const postureType = "atlassian_security_posture"

func TestX(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(postureType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	for _, c := range answer["controls"].([]any) {
		m := c.(map[string]any)
		t.Log(m["id"], m["status"], m["evidence"])
	}
	t.Log(org.Simulator.Requests())
}
