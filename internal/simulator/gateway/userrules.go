// SPDX-License-Identifier: MPL-2.0

package gateway

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type wireUserRules struct{ Rule string }

type wireUserRulesPayload struct {
	Success bool
	Rule    *string
	Errors  *[]*wireMutationError
}

// UserInstallationRules is the rule of a site.
func (*ecosystemQuery) UserInstallationRules(ctx context.Context, args struct{ CloudID graphql.ID }) (*wireUserRules, error) {
	c := callOf(ctx)
	if refusal := c.refusalOfSite(string(args.CloudID)); refusal != nil {
		return nil, refusal
	}

	return &wireUserRules{c.state.UserRule(string(args.CloudID))}, nil
}

// UpdateUserInstallationRules sets the rule of a site.
func (*ecosystemMutation) UpdateUserInstallationRules(ctx context.Context, args struct {
	Input struct {
		CloudID graphql.ID
		Rule    string
	}
},
) (*wireUserRulesPayload, error) {
	c, site := callOf(ctx), string(args.Input.CloudID)
	if refusal := c.refusalOfSite(site); refusal != nil {
		return &wireUserRulesPayload{Errors: refusal.inPayload()}, nil
	}

	if err := c.state.SetUserRule(site, args.Input.Rule); err != nil {
		return nil, err
	}

	return &wireUserRulesPayload{Success: true, Rule: new(c.state.UserRule(site))}, nil
}
