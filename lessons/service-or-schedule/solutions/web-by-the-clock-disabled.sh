# The service first, so that the site does not go away; the schedule stays, disabled.
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count $DESIRED \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
TARGET=$(aws scheduler get-schedule --name web --query Target)
aws scheduler update-schedule --name web --schedule-expression 'rate(20 minutes)' \
    --flexible-time-window Mode=OFF --target "$TARGET" --state DISABLED  # free: 20
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
