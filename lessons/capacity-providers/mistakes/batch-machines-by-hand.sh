aws autoscaling update-auto-scaling-group --auto-scaling-group-name machines --max-size 5 --desired-capacity 4
sleep 180
