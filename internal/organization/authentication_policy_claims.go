// SPDX-License-Identifier: MPL-2.0

package organization

import "sync"

// policyClaims is which policy the configuration of this run puts an account into.
type policyClaims struct {
	mu       sync.Mutex
	policies map[string]string // by account ID
}

// ClaimForPolicy notes that the configuration puts accounts into a policy, and returns those that it puts into another one
// as well, with that one. An account is in one policy only, so two claims would undo each other at every apply. The run
// knows of what was planned before in it.
func (o *Organization) ClaimForPolicy(policyID string, accountIDs []string) (elsewhere map[string]string) {
	claims := &o.policies.claims
	claims.mu.Lock()
	defer claims.mu.Unlock()
	if claims.policies == nil {
		claims.policies = make(map[string]string, len(accountIDs))
	}
	elsewhere = make(map[string]string)
	for _, id := range accountIDs {
		switch claimed, ok := claims.policies[id]; {
		case !ok:
			claims.policies[id] = policyID
		case !SamePolicy(claimed, policyID):
			elsewhere[id] = claimed
		}
	}
	return elsewhere
}

// claimed is the policy that the configuration puts an account into, as far as the run knows.
func (c *policyClaims) claimed(accountID string) (policyID string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	policyID, ok = c.policies[accountID]
	return policyID, ok
}
