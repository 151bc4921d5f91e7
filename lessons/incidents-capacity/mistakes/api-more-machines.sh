aws autoscaling set-desired-capacity --auto-scaling-group-name machines --desired-capacity 4
