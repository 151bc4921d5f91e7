# Everything off, everything on.
aws ecs update-service --cluster lab --service shop --desired-count 0
sleep 120
aws ecs update-service --cluster lab --service shop --desired-count $DESIRED --force-new-deployment
