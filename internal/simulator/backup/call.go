// SPDX-License-Identifier: MPL-2.0

// Package backup serves the backup management API of a simulated organization:
// its backup policies. Atlassian publishes pages about it, and no OpenAPI
// document that could be read. Each operation says what of it is a guess.
package backup

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// call is one request. While it is served, nothing else can read or change the
// organization.
type call struct {
	*wire.Call

	state *world.State
}
