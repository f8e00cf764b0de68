// SPDX-License-Identifier: MPL-2.0

// Package apiaccess is the subject of the API keys of the organization and the API tokens of its people: which there are, and their
// revocation.
package apiaccess

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
)

// subject is where the documentation files the pages of this package.
const subject = "Keys and tokens"

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newAPIKeys, newAPITokens}
}

// Actions lists the subject's actions.
func Actions() []func() action.Action {
	return []func() action.Action{newRevokeAPIKey, newRevokeUserAPIToken}
}
